package ai.hal9.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionKeysTest {

  private static final int THREADS = 4;
  private static final int KEYS = 200;

  @Test
  void opening_byManyAtOnceWithANewKey_findsItForAll(@TempDir Path directory) throws IOException {
    var file = KeyFiles.write(directory.resolve("keys"), 1);
    var keys = new SessionKeys(file, what -> {});
    var together = new CyclicBarrier(THREADS);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (var newest = 2; newest <= KEYS; newest++) {
        var id = newest;
        KeyFiles.write(file, IntStream.rangeClosed(1, id).toArray());
        var found =
            Stream.generate(
                    () ->
                        CompletableFuture.supplyAsync(
                            () -> {
                              await(together);
                              return keys.opening(id) != null;
                            },
                            threads))
                .limit(THREADS)
                .toList();
        assertThat(found).extracting(CompletableFuture::join).as("key %d", id).containsOnly(true);
      }
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
