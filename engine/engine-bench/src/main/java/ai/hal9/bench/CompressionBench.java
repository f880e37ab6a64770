package ai.hal9.bench;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Answers of a node, read from files, compressed by gzip as the node does it, by gzip at its
 * fastest and by Brotli at several qualities: bytes, and processor time of the thread. The ways
 * take turns in short rounds.
 */
public final class CompressionBench {

  private static final int ROUNDS = 21;
  private static final long ROUND_NANOS = 20_000_000;
  private static final int GZIP_FRAME = 18;

  private CompressionBench() {}

  /** A way to compress. */
  private interface Way {
    /** How many bytes become of these. */
    int compressed(byte[] body) throws IOException;
  }

  private record Named(String name, Way way) {}

  private record Figures(int bytes, double micros) {}

  /** Takes the files with the answers. */
  public static void main(String[] files) throws IOException {
    Brotli4jLoader.ensureAvailability();
    var ways =
        List.of(
            new Named("gzip", gzip(Deflater.DEFAULT_COMPRESSION)),
            new Named("gzip, level 1", gzip(Deflater.BEST_SPEED)),
            brotli(1),
            brotli(4),
            brotli(5),
            brotli(11));
    System.out.printf("%-22s %8s  %s%n", "", "bytes", "compressed to, in µs of CPU; as gzip's");
    for (var file : files) {
      tell(Path.of(file), ways);
    }
  }

  private static void tell(Path file, List<Named> ways) throws IOException {
    var body = Files.readAllBytes(file);
    var figures = measured(body, ways);
    var gzip = figures.getFirst();
    System.out.printf("%-22s %8d%n", file.getFileName(), body.length);
    for (var i = 0; i < ways.size(); i++) {
      var own = figures.get(i);
      System.out.printf(
          "  %-20s %8d  %8.1f µs   bytes %.2f, CPU %.2f%n",
          ways.get(i).name(),
          own.bytes(),
          own.micros(),
          (double) own.bytes() / gzip.bytes(),
          own.micros() / gzip.micros());
    }
  }

  private static List<Figures> measured(byte[] body, List<Named> ways) throws IOException {
    var times = new double[ways.size()][ROUNDS];
    var bytes = new int[ways.size()];
    for (var round = 0; round < ROUNDS; round++) {
      for (var i = 0; i < ways.size(); i++) {
        var way = ways.get(i).way();
        var begun = cpu();
        var count = 0;
        do {
          bytes[i] = way.compressed(body);
          count++;
        } while (cpu() - begun < ROUND_NANOS);
        times[i][round] = (cpu() - begun) / 1e3 / count;
      }
    }
    var figures = new ArrayList<Figures>();
    for (var i = 0; i < ways.size(); i++) {
      Arrays.sort(times[i]);
      figures.add(new Figures(bytes[i], times[i][ROUNDS / 2]));
    }
    return figures;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** As Undertow's conduit does, which takes the default level: a deflater, a checksum. */
  private static Way gzip(int level) {
    var deflater = new Deflater(level, true);
    var checksum = new CRC32();
    var out = new byte[1 << 20];
    return body -> {
      checksum.reset();
      checksum.update(body);
      deflater.reset();
      deflater.setInput(body);
      deflater.finish();
      var length = GZIP_FRAME;
      while (!deflater.finished()) {
        length += deflater.deflate(out);
      }
      return length;
    };
  }

  private static Named brotli(int quality) {
    var parameters = Encoder.Parameters.create(quality);
    return new Named(
        "brotli, quality " + quality, body -> Encoder.compress(body, parameters).length);
  }
}
