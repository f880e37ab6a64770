package ai.hal9.sim.machine;

import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.port.PortOwner;
import ai.hal9.stores.process.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Java, the programs that tie processes together, and the usual ports. */
final class ProgramChecks {

  private static final int JAVA = 25;
  private static final int CLUSTER_PORT = 8080;
  private static final int NODE_PORT = 9000;

  private final SystemFiles files;

  ProgramChecks(SystemFiles files) {
    this.files = files;
  }

  List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    findings.add(java());
    findings.add(tools());
    findings.add(namespaces());
    findings.add(port(CLUSTER_PORT, "'hal9 up' serves there", "'hal9 up' takes another"));
    findings.add(
        port(NODE_PORT, "'hal9 node' serves there", "'hal9 node' needs another server.port"));
    return findings;
  }

  private static Finding java() {
    var text = "%s in %s".formatted(Runtime.version(), System.getProperty("java.home"));
    return Runtime.version().feature() == JAVA
        ? Finding.ok("JDK", text)
        : Finding.error(
            "JDK", text + ", and 25 is needed", "get one from https://adoptium.net/temurin");
  }

  private static Finding tools() {
    var missing =
        Stream.of("setsid", "setpriv").filter(tool -> Platform.find(tool).isEmpty()).toList();
    return missing.isEmpty() || !Platform.current().linux()
        ? Finding.ok("process tools", "setsid, setpriv")
        : Finding.warning(
            "process tools",
            String.join(", ", missing)
                + " missing: processes of a killed cluster stay until the next 'hal9 up'",
            "sudo apt install util-linux");
  }

  private Finding namespaces() {
    var check = "user namespaces";
    var max = files.number("proc/sys/user/max_user_namespaces").orElse(1);
    return max > 0
        ? Finding.ok(check, "offered")
        : Finding.note(
            check,
            "not offered: run by root, PostgreSQL needs setpriv to leave root",
            "sudo sysctl -w user.max_user_namespaces=15000, or run as another user than root");
  }

  private static Finding port(int port, String use, String otherwise) {
    var check = "port " + port;
    return FreePorts.free(port)
        ? Finding.ok(check, "free: " + use)
        : Finding.note(check, "taken by %s: %s".formatted(PortOwner.describe(port), otherwise), "");
  }
}
