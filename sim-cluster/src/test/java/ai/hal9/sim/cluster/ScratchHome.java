package ai.hal9.sim.cluster;

import ai.hal9.stores.binary.BinaryCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A home of a test's own that shares the unpacked programs of the databases with all others. */
public final class ScratchHome {

  private ScratchHome() {}

  /** In an empty directory. */
  public static Hal9Home in(Path directory) throws IOException {
    var home = new Hal9Home(directory);
    var shared = BinaryCache.standard().directory();
    Files.createDirectories(shared);
    Files.createSymbolicLink(home.binaries(), shared);
    return home;
  }
}
