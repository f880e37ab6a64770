import java.io.File;
import java.io.IOException;
import javafx.css.Stylesheet;

/**
 * Writes each stylesheet of a folder again as JavaFX reads it fastest, in a .bss beside it, which
 * JavaFX prefers.
 */
final class Stylesheets {

  private Stylesheets() {}

  public static void main(String[] arguments) throws IOException {
    var sheets = new File(arguments[0]).listFiles((_, name) -> name.endsWith(".css"));
    if (sheets == null || sheets.length == 0) {
      throw new IOException("no stylesheet in " + arguments[0]);
    }
    for (var sheet : sheets) {
      var binary = sheet.getPath().replaceFirst("css$", "bss");
      Stylesheet.convertToBinary(sheet, new File(binary));
    }
  }
}
