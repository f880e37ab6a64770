package ai.hal9.sim.machine;

import java.util.List;

/** Whether the machine is big enough, and free. */
final class CapacityChecks {

  private static final int MEMORY_MIB = 2_048;
  private static final String UNLIMITED = "max";

  private final SystemFiles files;
  private final int processors;

  CapacityChecks(SystemFiles files, int processors) {
    this.files = files;
    this.processors = processors;
  }

  List<Finding> findings() {
    return List.of(cores(), memory(), swap(), load(), container());
  }

  private Finding cores() {
    var check = "processors";
    if (processors < 2) {
      return Finding.warning(
          check, "1: load, nodes and databases take turns on it", "use a machine with 2 or more");
    }
    return processors < 4
        ? Finding.note(
            check,
            processors
                + ": load, nodes and databases share them; compare runs of this machine only",
            "")
        : Finding.ok(check, Integer.toString(processors));
  }

  private Finding memory() {
    var available = files.memoryMib("MemAvailable");
    var text = available + " MiB available";
    return available == 0 || available >= MEMORY_MIB
        ? Finding.ok("memory", text)
        : Finding.warning(
            "memory",
            text + ": a cluster of 3 nodes under load wants " + MEMORY_MIB,
            "ps -eo pid,rss,comm --sort=-rss | head");
  }

  private Finding swap() {
    var used = files.memoryMib("SwapTotal") - files.memoryMib("SwapFree");
    return used == 0
        ? Finding.ok("swap", "not in use")
        : Finding.warning(
            "swap", used + " MiB in use: what lies there answers late", "sudo swapoff -a");
  }

  private Finding load() {
    var words = files.line("proc/loadavg", "");
    var load = words.isEmpty() ? 0 : Double.parseDouble(words.getFirst());
    var text = "%.1f on %d processors".formatted(load, processors);
    return load <= processors / 2.0
        ? Finding.ok("load of others", text)
        : Finding.warning(
            "load of others",
            text + ": figures will be those of a shared machine",
            "top -o %CPU, and wait or stop what you find");
  }

  private Finding container() {
    var check = "container limits";
    var cpu = files.text("sys/fs/cgroup/cpu.max").orElse(UNLIMITED);
    var memory = files.text("sys/fs/cgroup/memory.max").orElse(UNLIMITED);
    return cpu.startsWith(UNLIMITED) && memory.equals(UNLIMITED)
        ? Finding.ok(check, "none")
        : Finding.note(
            check,
            "cpu.max %s, memory.max %s: processes are paused when they reach them"
                .formatted(cpu, memory),
            "start the container with more, for instance --cpus 4 --memory 4g");
  }
}
