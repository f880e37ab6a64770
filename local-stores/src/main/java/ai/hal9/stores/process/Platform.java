package ai.hal9.stores.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The operating system and processor this JVM runs on. */
public enum Platform {
  LINUX_AMD64,
  LINUX_ARM64,
  MAC_AMD64,
  MAC_ARM64,
  WINDOWS_AMD64;

  private static final Platform CURRENT =
      of(System.getProperty("os.name"), System.getProperty("os.arch"));

  public static Platform current() {
    return CURRENT;
  }

  static Platform of(String osName, String osArchitecture) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArchitecture.equals("aarch64") || osArchitecture.equals("arm64");
    if (os.startsWith("windows")) {
      return WINDOWS_AMD64;
    }
    if (os.startsWith("mac")) {
      return arm ? MAC_ARM64 : MAC_AMD64;
    }
    return arm ? LINUX_ARM64 : LINUX_AMD64;
  }

  public boolean linux() {
    return this == LINUX_AMD64 || this == LINUX_ARM64;
  }

  public boolean posix() {
    return this != WINDOWS_AMD64;
  }

  /** The name a program's file has here. */
  public String executable(String program) {
    return posix() ? program : program + ".exe";
  }

  /** Where PATH finds a program. */
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, current().executable(program)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
