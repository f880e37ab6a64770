package ai.hal9.stores.process;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import java.util.List;
import java.util.regex.Pattern;

/** Reads from its log why a process ended while it started. */
public final class StartFailure {

  private static final int LINES = 12;

  private record Cause(Pattern sign, Code code, String remedy) {
    Cause(String sign, Code code, String remedy) {
      this(Pattern.compile(sign, Pattern.CASE_INSENSITIVE), code, remedy);
    }
  }

  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              "could not (open|resize|map|write to) shared memory segment",
              Code.SHARED_MEMORY_MISSING,
              "it gets no shared memory: let /dev/shm be writable for all (mode 1777) and have room,"
                  + " in a container some 256 MB (docker run --shm-size 256m)"),
          new Cause(
              "no space left on device|disk quota exceeded",
              Code.DISK_FULL,
              "the disk is full: free space and start again"),
          new Cause(
              "unshare(: unshare)? failed|unshare: ",
              Code.USER_NAMESPACES_BLOCKED,
              "this system forbids user namespaces; run as another user than root"),
          new Cause(
              "address already in use",
              Code.PORT_TAKEN,
              "its port was taken meanwhile: choose another port"),
          new Cause(
              "lock file .* already exists|is another postmaster",
              Code.DATA_IN_USE,
              "another server uses its data directory: stop that one first"),
          new Cause(
              "database files are incompatible|can't handle RDB format|bad file format",
              Code.DATA_INCOMPATIBLE,
              "another version wrote its data: use that version, or start with fresh data"),
          new Cause(
              "error while loading shared libraries|version `glibc|exec format error"
                  + "|failed to execute|library not loaded",
              Code.BINARY_CANNOT_RUN,
              "its program does not run on this system: install one and name it with"
                  + " --postgres-bin DIR or --redis-server FILE"),
          new Cause(
              "permission denied|read-only file system|operation not permitted",
              Code.DIRECTORY_NOT_WRITABLE,
              "it may not use its directory: check owner and permissions"));

  private StartFailure() {}

  /** The failure of a process that has ended. */
  public static StoreException of(ChildProcess child) {
    List<String> lines = child.log().lastLines(LINES);
    String log = String.join("\n", lines);
    return CAUSES.stream()
        .filter(cause -> cause.sign().matcher(log).find())
        .findFirst()
        .map(cause -> failure(child, cause.code(), cause.remedy(), lines))
        .orElseGet(
            () -> failure(child, Code.START_FAILED, "see its log " + child.log().path(), lines));
  }

  private static StoreException failure(
      ChildProcess child, Code code, String remedy, List<String> lines) {
    String status =
        child.exitStatus().stream().mapToObj(s -> " with status " + s).findFirst().orElse("");
    return new StoreException(
        code, "%s ended at its start%s; %s".formatted(child, status, remedy), lines, null);
  }
}
