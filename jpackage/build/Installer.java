import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes an image with its own Java from what the other modules have built, and an installer of it:
 * {@code VERSION deb|dmg|msi}, in the folder of this module. What jpackage is told stands in
 * options/ and launchers/.
 */
final class Installer {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path CONSOLE = ROOT.resolve("console-app/target/lib");
  private static final Path ENGINE = ROOT.resolve("engine/engine-node/target/lib");
  private static final Path ICON =
      ROOT.resolve("console-app/src/main/resources/ai/hal9/console/shell/hal9.png");
  private static final List<String> LAUNCHERS = List.of("hal9", "hal9-console", "hal9-node");
  private static final List<String> EVERYWHERE =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "-Xlog:aot=off,cds=off",
          "--enable-native-access=ALL-UNNAMED",
          "-Dhal9.install=$APPDIR");

  private final String version;
  private final String type;

  private Installer(String version, String type) {
    this.version = version;
    this.type = type;
  }

  public static void main(String[] arguments) throws Exception {
    new Installer(arguments[0], arguments[1]).make();
  }

  private void make() throws IOException, InterruptedException {
    requireBuild();
    delete(TARGET);
    var console = inOrder(jars(CONSOLE));
    var desktop = jars(CONSOLE.resolve("desktop"));
    var engine = jars(ENGINE);
    var input = Files.createDirectories(TARGET.resolve("input"));
    for (var file : concat(console, desktop, natives(CONSOLE.resolve("desktop")), engine)) {
      var copy = input.resolve(file.getFileName());
      if (!Files.exists(copy)) {
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    say("the image");
    jpackage("image", image(input));
    var app = find("hal9.cfg").getParent();
    configure(app.resolve("hal9.cfg"), concat(console, desktop), "console");
    configure(app.resolve("hal9-console.cfg"), concat(console, desktop), "console");
    configure(app.resolve("hal9-node.cfg"), engine, "node");
    if (type.equals("deb")) {
      for (var launcher : LAUNCHERS) {
        script(find(launcher), app);
      }
    }
    say("the console's AOT cache");
    rehearse(app);
    if (type.equals("deb")) {
      say("the nodes' AOT cache");
      trainNode(app);
    }
    say("the " + type);
    jpackage(type, List.of("--app-image", TARGET.resolve("image/hal9").toString()));
    if (type.equals("deb")) {
      completeDeb();
    }
    try (var made = Files.list(TARGET)) {
      made.filter(file -> file.toString().endsWith("." + type))
          .forEach(file -> say(file + ", " + (file.toFile().length() >> 20) + " MiB"));
    }
  }

  private void requireBuild() {
    if (!Files.exists(CONSOLE.resolve("console-app-%s.jar".formatted(version)))
        || !Files.exists(ENGINE.resolve("engine-node-%s.jar".formatted(version)))) {
      fail("the other modules have not been built. Build all: mvn -Pinstaller -DskipTests package");
    }
    if (type.equals("deb")) {
      var missing =
          Stream.of("fakeroot", "dpkg-deb", "objcopy").filter(tool -> !onPath(tool)).toList();
      if (!missing.isEmpty()) {
        fail(
            "a .deb needs %s: sudo apt install fakeroot dpkg-dev binutils"
                .formatted(String.join(", ", missing)));
      }
    }
  }

  private List<String> image(Path input) throws IOException {
    var more = new ArrayList<>(List.of("--input", input.toString()));
    more.addAll(List.of("--main-jar", "console-app-%s.jar".formatted(version)));
    more.addAll(List.of("--add-launcher", "hal9-console=launchers/console.properties"));
    more.addAll(List.of("--add-launcher", "hal9-node=launchers/node.properties"));
    more.addAll(List.of("--app-content", ROOT.resolve("LICENSE") + "," + ROOT.resolve("NOTICE")));
    more.addAll(List.of("--icon", Icon.of(ICON, type, TARGET).toString()));
    if (type.equals("msi")) {
      // without one, Windows shows nothing of what the command line says
      more.add("--win-console");
    }
    return more;
  }

  private void jpackage(String options, List<String> more)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jpackage").toString());
    command.add("@options/%s.txt".formatted(options));
    command.addAll(List.of("--app-version", version));
    command.addAll(List.of("--dest", TARGET + (options.equals("image") ? "/image" : "")));
    command.addAll(more);
    run(command, Map.of());
  }

  /** Gives a launcher its own class path, in the order its AOT cache is made for. */
  private static void configure(Path launcher, List<Path> jars, String cache) throws IOException {
    var lines = new ArrayList<String>();
    for (var line : Files.readAllLines(launcher)) {
      if (line.startsWith("app.mainclass=")) {
        jars.forEach(jar -> lines.add("app.classpath=$APPDIR/" + jar.getFileName()));
      }
      if (!line.startsWith("app.classpath=")) {
        lines.add(line);
      }
      if (line.equals("[JavaOptions]")) {
        EVERYWHERE.forEach(option -> lines.add("java-options=" + option));
        lines.add("java-options=-XX:AOTCache=$APPDIR/%s.aot".formatted(cache));
      }
    }
    rewrite(launcher, String.join("\n", lines) + "\n");
  }

  private static void rewrite(Path launcher, String content) throws IOException {
    if (!launcher.toFile().setWritable(true)) {
      fail("cannot write " + launcher);
    }
    Files.writeString(launcher, content);
  }

  /** A launcher of Linux as a script that starts Java as its file says. */
  private static void script(Path launcher, Path app) throws IOException {
    var configuration = app.resolve(launcher.getFileName() + ".cfg");
    var command = new ArrayList<String>();
    command.add("exec \"${app%/app}/runtime/bin/java\"");
    values(configuration, "java-options", "$app").forEach(option -> command.add(quoted(option)));
    // what was compiled at the start is given back
    command.add("-XX:TrimNativeHeapInterval=10000");
    command.add("\"-Dhal9.terminal=$terminal\"");
    command.add("-cp");
    command.add(quoted(String.join(":", values(configuration, "app.classpath", "$app"))));
    command.addAll(values(configuration, "app.mainclass", "$app"));
    command.add("\"$@\"");
    var otherwise =
        values(configuration, "arguments", "$app").stream()
            .map("[ $# -gt 0 ] || set -- %s\n"::formatted)
            .collect(Collectors.joining());
    rewrite(
        launcher,
        Files.readString(Path.of("linux/launcher.sh"))
            + otherwise
            + String.join(" \\\n  ", command)
            + "\n");
  }

  private static String quoted(String value) {
    return "\"" + value + "\"";
  }

  /**
   * As the console's launcher starts Java, with the one option that makes the cache. On a display
   * of its own where there can be one: what JavaFX does with a display is a good part of the start.
   */
  private void rehearse(Path app) throws IOException, InterruptedException {
    var rehearsal = rehearsal(app);
    if (type.equals("deb") && onPath("xvfb-run")) {
      var shown = new ArrayList<>(List.of("xvfb-run", "-a"));
      shown.addAll(rehearsal);
      shown.add("--shown");
      if (tried(shown, rehearsing()) == 0) {
        require(app.resolve("console.aot"));
        return;
      }
    }
    say("rehearsed without a display (a first frame comes sooner with: xvfb libgtk-3-0)");
    run(rehearsal, rehearsing());
    require(app.resolve("console.aot"));
  }

  private static List<String> rehearsal(Path app) throws IOException {
    var launcher = app.resolve("hal9-console.cfg");
    var command = new ArrayList<String>();
    command.add(find("java").toString());
    values(launcher, "java-options", app.toString()).stream()
        .filter(option -> !option.startsWith("-XX:AOTCache"))
        .forEach(command::add);
    command.add("-XX:AOTCacheOutput=" + app.resolve("console.aot"));
    // as in a checkout: no profiles, which would hold up the first frame
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, values(launcher, "app.classpath", app.toString())));
    command.addAll(values(launcher, "app.mainclass", app.toString()));
    command.add("rehearse");
    return command;
  }

  private static Map<String, String> rehearsing() {
    return Map.of("HAL9_HOME", TARGET.resolve("rehearsal").toString(), "GDK_GL", "disable");
  }

  /** A cluster of the image trains its nodes, as it would anywhere. */
  private void trainNode(Path app) throws IOException, InterruptedException {
    var hal9 = TARGET.resolve("image/hal9/bin/hal9").toString();
    run(List.of(hal9, "up", "--name", "image", "--nodes", "1", "--detach"), home());
    run(List.of(hal9, "down", "--name", "image"), home());
    require(app.resolve("node.aot"));
    Files.deleteIfExists(app.resolve("node.aot.lock"));
  }

  /**
   * Menu entry, icon, command and licence as files of the package, so that no script has to run.
   */
  private static void completeDeb() throws IOException, InterruptedException {
    Path deb;
    try (var files = Files.list(TARGET)) {
      deb = files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
    }
    var tree = TARGET.resolve("deb");
    run(List.of("dpkg-deb", "--raw-extract", deb.toString(), tree.toString()), Map.of());
    var share = tree.resolve("usr/share");
    copy(Path.of("linux/hal9-console.desktop"), share.resolve("applications"));
    copy(Path.of("icon/hal9.svg"), share.resolve("icons/hicolor/scalable/apps"));
    copy(ICON, share.resolve("icons/hicolor/256x256/apps"));
    // in place of jpackage's own, which calls the licence unknown, where nobody looks for it
    delete(tree.resolve("opt/hal9/share"));
    copy(Path.of("linux/copyright"), share.resolve("doc/hal9"));
    var bin = Files.createDirectories(tree.resolve("usr/bin"));
    for (var launcher : LAUNCHERS) {
      Files.createSymbolicLink(bin.resolve(launcher), Path.of("/opt/hal9/bin", launcher));
    }
    run(
        List.of("dpkg-deb", "--root-owner-group", "--build", tree.toString(), deb.toString()),
        Map.of());
    delete(tree);
  }

  private static void copy(Path file, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.copy(file, directory.resolve(file.getFileName()));
  }

  private static Map<String, String> home() {
    return Map.of("HAL9_HOME", TARGET.resolve("home").toString());
  }

  private static List<String> values(Path launcher, String key, String app) throws IOException {
    return Files.readAllLines(launcher).stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1).replace("$APPDIR", app))
        .toList();
  }

  private static List<Path> jars(Path directory) throws IOException {
    return files(directory, ".jar");
  }

  /** First the one that is opened at every start: no cache keeps classes for so old a Java. */
  private static List<Path> inOrder(List<Path> jars) {
    return jars.stream()
        .sorted(Comparator.comparing(jar -> !jar.getFileName().toString().startsWith("picocli-")))
        .toList();
  }

  /** JavaFX's own, which it looks for beside its jar before it unpacks them from within. */
  private static List<Path> natives(Path directory) throws IOException {
    return concat(files(directory, ".so"), files(directory, ".dylib"));
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @SafeVarargs
  private static List<Path> concat(List<Path>... lists) {
    return Stream.of(lists).flatMap(List::stream).collect(Collectors.toList());
  }

  /** The one file of that name in the image. */
  private static Path find(String name) throws IOException {
    try (var files = Files.walk(TARGET.resolve("image"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().replaceFirst("[.]exe$", "").equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the image has no " + name));
    }
  }

  private static boolean onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  private static void require(Path made) {
    if (!Files.exists(made)) {
      fail(made + " has not been made; see above");
    }
  }

  private static void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var code = tried(command, environment);
    if (code != 0) {
      fail("%s ended with %d".formatted(command.getFirst(), code));
    }
  }

  private static int tried(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).inheritIO();
    process.environment().putAll(environment);
    return process.start().waitFor();
  }

  private static void say(String what) {
    System.out.println("installer: " + what);
  }

  private static void fail(String why) {
    System.err.println("installer: " + why);
    System.exit(1);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
