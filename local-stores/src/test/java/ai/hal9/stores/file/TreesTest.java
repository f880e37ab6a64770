package ai.hal9.stores.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {

  private static final int FILES = 2_000;

  @TempDir Path directory;

  @Test
  void tree_thatSomebodyStillWritesInto_isDeletedWhole() throws Exception {
    var root = directory.resolve("data");
    var written = Files.createDirectories(root.resolve("base/16386"));
    var begun = new CountDownLatch(1);
    var writer =
        CompletableFuture.runAsync(
            () -> {
              for (var i = 0; i < FILES && touch(written.resolve("file-" + i)); i++) {
                if (i == FILES / 10) {
                  begun.countDown();
                }
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    Trees.delete(root);

    writer.join();
    assertThat(root).doesNotExist();
  }

  @Test
  void tree_thatIsNotThere_isFine() throws IOException {
    Trees.delete(directory.resolve("nothing"));

    assertThat(directory).isEmptyDirectory();
  }

  private static boolean touch(Path file) {
    try {
      Files.createFile(file);
      return true;
    } catch (IOException e) {
      // its directory is gone
      return false;
    }
  }
}
