package ai.hal9.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.command.DemoLoad;
import ai.hal9.sim.command.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void console_withoutDisplay_namesTheHeadlessCommandsInOneLine() {
    var output = Output.of(new PrintStream(out, true), new PrintStream(err, true));

    var code = new ConsoleCommand(output, () -> false, () -> {}).call();

    assertThat(code).isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8).strip().lines())
        .singleElement()
        .asString()
        .contains("hal9 demo", "hal9 up", "hal9 run", "hal9 down");
  }

  @Test
  void console_whoseWindowCannotOpen_saysWhyAndWhatToInstall() {
    var output = Output.of(new PrintStream(out, true), new PrintStream(err, true));
    Runnable window =
        () -> {
          throw new UnsupportedOperationException("Unable to open DISPLAY");
        };

    var code = new ConsoleCommand(output, () -> true, window).call();

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Unable to open DISPLAY", "apt install libgtk-3-0");
  }

  @Test
  void demo_whoseWindowCannotOpen_saysSo_andGoesOnWithout() throws InterruptedException {
    var output = Output.of(new PrintStream(out, true), new PrintStream(err, true));
    var window =
        new DesktopDemo(
            output,
            () -> true,
            (_, _) -> {
              throw new UnsupportedOperationException("Unable to open DISPLAY");
            });

    // what would be shown is never looked at
    assertThat(window.watch(unused(RunningCluster.class), unused(DemoLoad.class))).isFalse();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Unable to open DISPLAY", "goes on without");
  }

  @Test
  void display_onLinux_isWhatTheEnvironmentSays() {
    assertThat(Display.present("Linux", Map.of())).isFalse();
    assertThat(Display.present("Linux", Map.of("DISPLAY", " "))).isFalse();
    assertThat(Display.present("Linux", Map.of("DISPLAY", ":0"))).isTrue();
    assertThat(Display.present("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"))).isTrue();
    assertThat(Display.present("Mac OS X", Map.of())).isTrue();
  }

  private static <T> T unused(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              throw new AssertionError(method + " was not to be called");
            }));
  }
}
