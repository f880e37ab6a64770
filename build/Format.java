import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks or rewrites the layout of every Java file below a folder: {@code check|fix FOLDER}. */
final class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

  public static void main(String[] args) throws Exception {
    var fix = args[0].equals("fix");
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    var wrong = new ArrayList<String>();
    for (var file : sources(Path.of(args[1]))) {
      var source = Files.readString(file);
      var formatted = formatted(formatter, source, file);
      if (!formatted.equals(source)) {
        wrong.add(file.toString());
        if (fix) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (!wrong.isEmpty()) {
      System.out.println((fix ? "formatted: " : "not formatted: ") + String.join(", ", wrong));
      if (!fix) {
        System.out.println("run: mvn -q -N validate -Dformat.mode=fix");
        System.exit(1);
      }
    }
  }

  private static String formatted(Formatter formatter, String source, Path file) {
    try {
      var imports = RemoveUnusedImports.removeUnusedImports(source);
      var ordered = ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.GOOGLE);
      return formatter.formatSource(ordered);
    } catch (FormatterException e) {
      System.out.println(file + ": " + e.getMessage());
      System.exit(1);
      return source;
    }
  }

  private static List<Path> sources(Path root) throws IOException {
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
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
