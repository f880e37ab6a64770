package ai.hal9.sim.process;

import ai.hal9.sim.SimException;
import ai.hal9.stores.port.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses free ports for servers below those the system gives to outgoing connections: a server
 * that is started again finds its port as free as it left it, however many clients there are.
 */
public final class PortChoice {

  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 12_000;
  private static final int USUAL_OUTGOING = 32_768;
  private static final int ATTEMPTS = 2_000;

  private final RandomGenerator random;
  private final int beyond;
  private final Set<Integer> chosen = new HashSet<>();

  private PortChoice(RandomGenerator random, int beyond) {
    this.random = random;
    this.beyond = beyond;
  }

  public static PortChoice of(RandomGenerator random) {
    return new PortChoice(random, firstOutgoing());
  }

  /**
   * A port that is free now and was not chosen before.
   *
   * @throws SimException if there seems to be none
   */
  public int next() {
    for (int i = 0; i < ATTEMPTS; i++) {
      var port = random.nextInt(LOWEST, beyond);
      if (chosen.add(port) && FreePorts.free(port)) {
        return port;
      }
    }
    throw new SimException(
        SimException.Code.PORT_TAKEN,
        "found no free port from %d to %d; look who holds them with: ss -ltnp"
            .formatted(LOWEST, beyond - 1));
  }

  private static int firstOutgoing() {
    try {
      var first = Integer.parseInt(KernelFile.read(OUTGOING).split("\\s+", -1)[0]);
      return first > LOWEST + ATTEMPTS ? first : USUAL_OUTGOING;
    } catch (IOException e) {
      return USUAL_OUTGOING;
    }
  }
}
