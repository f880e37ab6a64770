package ai.hal9.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  @TempDir Path root;

  @Test
  void machine_setUpBadly_isToldEachFix() throws IOException {
    write("proc/self/limits", "Max open files            1024                 4096       files");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
    write("proc/sys/net/ipv4/tcp_slow_start_after_idle", "1");
    write("proc/sys/net/core/somaxconn", "128");
    write("proc/sys/net/ipv4/ip_local_port_range", "60000\t60999");
    write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
    write("proc/meminfo", "MemAvailable: 1048576 kB\nSwapTotal: 2048 kB\nSwapFree: 1024 kB");
    write("proc/loadavg", "3.90 2.00 1.00 1/200 999");
    write("sys/fs/cgroup/cpu.max", "50000 100000");

    assertThat(findings().stream().filter(f -> f.severity().spoils()).map(Finding::check))
        .containsExactly(
            "memory",
            "swap",
            "load of others",
            "open files",
            "CPU governor",
            "TCP slow start after idle",
            "listen backlog",
            "outgoing ports",
            "clock source");
    assertThat(findings())
        .filteredOn(f -> f.severity().spoils())
        .allMatch(finding -> !finding.fix().isEmpty());
    assertThat(findings())
        .anyMatch(f -> f.check().equals("container limits") && f.text().contains("50000 100000"));
  }

  @Test
  void machine_setUpWell_isLeftAlone() throws IOException {
    write("proc/self/limits", "Max open files            1024                 1048576    files");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
    write("proc/sys/net/ipv4/tcp_slow_start_after_idle", "0");
    write("proc/meminfo", "MemAvailable: 8388608 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB");
    write("proc/loadavg", "0.10 0.20 0.10 1/200 999");
    assertThat(findings()).noneMatch(finding -> finding.severity().spoils());
  }

  private List<Finding> findings() {
    var files = new SystemFiles(root);
    return Stream.of(new CapacityChecks(files, 4).findings(), new KernelChecks(files).findings())
        .flatMap(List::stream)
        .toList();
  }

  private void write(String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }
}
