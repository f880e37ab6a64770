package ai.hal9.stores.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFileTest {

  @TempDir private Path directory;

  @Test
  void change_byMany_losesNone() throws Exception {
    var file = directory.resolve("folder/count");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Callable<Path>>();
      for (var i = 0; i < 50; i++) {
        all.add(() -> counted(file));
      }
      for (var done : threads.invokeAll(all)) {
        done.get();
      }
    }

    assertThat(file).hasContent("50");
  }

  private static Path counted(Path file) throws IOException {
    SharedFile.change(
        file, before -> Integer.toString(before.map(Integer::parseInt).orElse(0) + 1));
    return file;
  }

  @Test
  void change_thatFails_leavesWhatThereWas_andLetsOthersGoOn() throws IOException {
    var file = directory.resolve("text");
    SharedFile.change(file, _ -> "one");

    assertThatThrownBy(
            () ->
                SharedFile.change(
                    file,
                    _ -> {
                      throw new IOException("no");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(file).hasContent("one");
    SharedFile.change(file, before -> before.orElse("") + " two");
    assertThat(file).hasContent("one two");
  }
}
