package ai.hal9.sim.machine;

import java.util.List;
import java.util.Set;

/** Settings of the kernel: those of the tuning guide, and those that bend measurements. */
final class KernelChecks {

  private static final int OPEN_FILES = 65_536;
  private static final int BACKLOG = 1_024;
  private static final int OUTGOING_PORTS = 20_000;
  private static final Set<String> QUICK_CLOCKS = Set.of("tsc", "kvm-clock", "arch_sys_counter");

  private final SystemFiles files;

  KernelChecks(SystemFiles files) {
    this.files = files;
  }

  List<Finding> findings() {
    return List.of(
        openFiles(),
        governor(),
        hugePages(),
        slowStart(),
        backlog(),
        outgoingPorts(),
        clockSource());
  }

  private Finding openFiles() {
    var check = "open files";
    var limits = files.line("proc/self/limits", "Max open files");
    if (limits.size() < 2) {
      return Finding.note(check, "the limit is not known", "ulimit -n 65536");
    }
    var hard = limits.get(1);
    if (hard.equals("unlimited") || Long.parseLong(hard) >= OPEN_FILES) {
      return Finding.ok(check, "limit " + hard);
    }
    return Finding.warning(
        check,
        "limit %s: connections beyond it are refused".formatted(hard),
        "echo '* - nofile 65536' | sudo tee /etc/security/limits.d/hal9.conf, then log in again");
  }

  private Finding governor() {
    var check = "CPU governor";
    var governor = files.text("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    if (governor.isEmpty()) {
      return Finding.ok(check, "not offered here (usual in virtual machines)");
    }
    if (governor.get().equals("performance")) {
      return Finding.ok(check, "performance");
    }
    return Finding.warning(
        check,
        governor.get() + ": the clock rate follows the load, and latency the clock rate",
        "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
  }

  private Finding hugePages() {
    var check = "transparent huge pages";
    var enabled = files.text("sys/kernel/mm/transparent_hugepage/enabled").orElse("");
    return enabled.contains("[always]")
        ? Finding.note(
            check,
            "always: Redis pauses when it copies them, and small JVMs grow",
            "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled")
        : Finding.ok(check, enabled.isEmpty() ? "not offered" : enabled);
  }

  private Finding slowStart() {
    var check = "TCP slow start after idle";
    return files.number("proc/sys/net/ipv4/tcp_slow_start_after_idle").orElse(0) == 0
        ? Finding.ok(check, "off")
        : Finding.warning(
            check,
            "on: a kept connection starts slowly again after each pause",
            "sudo sysctl -w net.ipv4.tcp_slow_start_after_idle=0");
  }

  private Finding backlog() {
    var check = "listen backlog";
    var backlog = files.number("proc/sys/net/core/somaxconn").orElse(BACKLOG);
    return backlog >= BACKLOG
        ? Finding.ok(check, Long.toString(backlog))
        : Finding.warning(
            check,
            backlog + ": many clients connecting at once are made to wait a second",
            "sudo sysctl -w net.core.somaxconn=4096");
  }

  private Finding outgoingPorts() {
    var check = "outgoing ports";
    var range = files.line("proc/sys/net/ipv4/ip_local_port_range", "");
    if (range.size() < 2) {
      return Finding.ok(check, "not limited here");
    }
    var count = Long.parseLong(range.get(1)) - Long.parseLong(range.get(0)) + 1;
    return count >= OUTGOING_PORTS
        ? Finding.ok(check, count + " of them")
        : Finding.warning(
            check,
            "%d: a load without kept connections uses them up".formatted(count),
            "sudo sysctl -w net.ipv4.ip_local_port_range='32768 60999'");
  }

  private Finding clockSource() {
    var check = "clock source";
    var source =
        files.text("sys/devices/system/clocksource/clocksource0/current_clocksource").orElse("tsc");
    return QUICK_CLOCKS.contains(source)
        ? Finding.ok(check, source)
        : Finding.warning(
            check,
            source + ": every look at the time is a system call",
            "echo tsc | sudo tee"
                + " /sys/devices/system/clocksource/clocksource0/current_clocksource");
  }
}
