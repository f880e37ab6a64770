package ai.hal9.engine.boot;

/** The software's version. */
final class Version {

  private static final String UNPACKAGED = "dev";

  private Version() {}

  /** As the jar's manifest says; {@code dev} when it does not run from a jar. */
  static String text() {
    var packaged = Version.class.getPackage().getImplementationVersion();
    return packaged == null ? UNPACKAGED : packaged;
  }
}
