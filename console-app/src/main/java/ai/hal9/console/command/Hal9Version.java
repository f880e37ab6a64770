package ai.hal9.console.command;

import picocli.CommandLine.IVersionProvider;

/** The version of the build, and the Java it runs on. */
final class Hal9Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var version = Hal9.class.getPackage().getImplementationVersion();
    return new String[] {
      "hal9 " + (version == null ? "(unpackaged build)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("java.vendor")
    };
  }
}
