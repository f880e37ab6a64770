package ai.hal9.console.connect;

import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the start screen needs from around it.
 *
 * @param control starts and finds clusters of this machine
 * @param background where it works
 * @param ui runs something on the UI thread
 * @param clock tells the time
 * @param tokens the directory where tokens are kept
 * @param recent clusters attached to before
 * @param costs what starting each preset took on this machine the last time, by preset
 * @param measured gets what a start took
 * @param opened gets the session to go on with
 * @param stop stops a cluster of this machine by its name, where the user agrees
 */
public record Doors(
    ClusterControl control,
    Background background,
    Executor ui,
    Clock clock,
    Path tokens,
    RecentClusters recent,
    Supplier<Map<String, StartCost>> costs,
    BiConsumer<StartPreset, StartCost> measured,
    Consumer<Session> opened,
    Consumer<String> stop) {}
