package ai.hal9.bench;

import ai.hal9.stores.LocalStores;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What nodes say to each other, as they do it and by gRPC: {@code PeerTalkBench DIRECTORY ROUNDS
 * MILLIS}. A request is passed on to the one node that can answer it: by HTTP/1.1, as it is done,
 * and by a unary call. A change is told to two others: on Redis' channel, as it is done, and by a
 * call to each. The two ways of each take turns, with {@value #MANY} under way and with one;
 * processor time is that of both ends, and of Redis where it is between them.
 */
public final class PeerTalkBench {

  private static final int MANY = 64;
  private static final int LISTENERS = 2;
  private static final long PATIENCE_SECONDS = 10;

  /** Medians are taken of each. */
  private record Figures(List<Double> rates, List<Double> cpuMicros, List<Double> aloneMicros) {
    Figures() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private PeerTalkBench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var rounds = Integer.parseInt(arguments[1]);
    var millis = Long.parseLong(arguments[2]);
    try (var stores = LocalStores.start(Path.of(arguments[0]));
        var http = new HttpTalk();
        var call = new GrpcTalk(1);
        var channel = new RedisTalk(stores.redis(), LISTENERS);
        var calls = new GrpcTalk(LISTENERS)) {
      compare("a request passed on, HTTP/1.1 and gRPC", http, call, rounds, millis);
      compare("a change told to two, Redis and gRPC", channel, calls, rounds, millis);
    }
  }

  private static void compare(String what, PeerTalk today, PeerTalk grpc, int rounds, long millis)
      throws InterruptedException {
    var before = new Figures();
    var after = new Figures();
    // until they are compiled
    measure(today, 2 * millis, new Figures());
    measure(grpc, 2 * millis, new Figures());
    for (var round = 0; round < rounds; round++) {
      measure(today, millis, before);
      measure(grpc, millis, after);
    }
    System.out.println(what);
    tell("a second, " + MANY + " under way", before.rates, after.rates);
    tell("µs of CPU each", before.cpuMicros, after.cpuMicros);
    tell("µs each, one under way", before.aloneMicros, after.aloneMicros);
  }

  private static void tell(String unit, List<Double> today, List<Double> grpc) {
    System.out.printf(
        "  %-26s %10.1f %10.1f   ratio %.2f%n",
        unit, median(today), median(grpc), median(grpc) / median(today));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void measure(PeerTalk talk, long millis, Figures figures)
      throws InterruptedException {
    var cpu = cpuNanos(talk);
    var begun = System.nanoTime();
    var said = said(talk, MANY, millis);
    var nanos = System.nanoTime() - begun;
    figures.rates.add(said * 1e9 / nanos);
    figures.cpuMicros.add((cpuNanos(talk) - cpu) / 1e3 / said);
    begun = System.nanoTime();
    var alone = said(talk, 1, millis / 2);
    figures.aloneMicros.add((System.nanoTime() - begun) / 1e3 / alone);
  }

  /** Keeps so many under way for a time; returns how many were heard. */
  private static long said(PeerTalk talk, int underWay, long millis) throws InterruptedException {
    var places = new Semaphore(underWay);
    var heard = new AtomicLong();
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      take(places, 1);
      talk.say(
          () -> {
            heard.incrementAndGet();
            places.release();
          });
    }
    take(places, underWay);
    return heard.get();
  }

  private static void take(Semaphore places, int count) throws InterruptedException {
    if (!places.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("something that was said has not been heard");
    }
  }

  private static long cpuNanos(PeerTalk talk) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() + talk.elsewhereNanos();
  }
}
