import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks or rewrites the layout of the Java files below a folder: {@code check|fix FOLDER}. A file
 * that has not changed since all were last found right is passed over.
 */
final class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");
  private static final FileTime NEVER = FileTime.fromMillis(0);

  public static void main(String[] args) throws Exception {
    var fix = args[0].equals("fix");
    var folder = Path.of(args[1]);
    var allRight = folder.resolve("target/format/all-right");
    var since = Files.exists(allRight) ? Files.getLastModifiedTime(allRight) : NEVER;
    var started = FileTime.from(Instant.now());
    var wrong =
        sources(folder, since).parallelStream()
            .filter(file -> !right(file, fix))
            .map(Path::toString)
            .toList();
    if (!wrong.isEmpty()) {
      System.out.println((fix ? "formatted: " : "not formatted: ") + String.join(", ", wrong));
      if (!fix) {
        System.out.println("run: mvn -q -N validate -Dformat.mode=fix");
        System.exit(1);
      }
    }
    Files.createDirectories(allRight.getParent());
    Files.writeString(allRight, "");
    Files.setLastModifiedTime(allRight, started);
  }

  /** Whether a file was laid out as it should be; it is afterwards, where that is wanted. */
  private static boolean right(Path file, boolean fix) {
    try {
      var source = Files.readString(file);
      var formatted = formatted(source, file);
      var right = formatted.equals(source);
      if (!right && fix) {
        Files.writeString(file, formatted);
      }
      return right;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String formatted(String source, Path file) {
    try {
      var imports = RemoveUnusedImports.removeUnusedImports(source);
      var ordered = ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.GOOGLE);
      return new Formatter(JavaFormatterOptions.defaultOptions()).formatSource(ordered);
    } catch (FormatterException e) {
      System.out.println(file + ": " + e.getMessage());
      System.exit(1);
      return source;
    }
  }

  /** Those changed since, as far as a file system tells. */
  private static List<Path> sources(Path root, FileTime since) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var skip = SKIPPED.contains(String.valueOf(folder.getFileName()));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var changed = attributes.lastModifiedTime().compareTo(since) >= 0;
            if (changed && file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
