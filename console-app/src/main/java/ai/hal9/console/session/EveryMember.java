package ai.hal9.console.session;

import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.ClusterApi;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts one question to every member of a cluster, all at once. */
public final class EveryMember {

  private EveryMember() {}

  /** What one member is asked. */
  @FunctionalInterface
  public interface Question<T> {
    T to(URI member) throws InterruptedException;
  }

  /**
   * What came of it.
   *
   * @param said by those who answered, by their names
   * @param silent why the others did not, by their names
   * @param members where those who answered are
   */
  public record Answers<T>(
      SortedMap<String, T> said, SortedMap<String, String> silent, Map<String, URI> members) {

    public Answers {
      said = Collections.unmodifiableSortedMap(new TreeMap<>(said));
      silent = Collections.unmodifiableSortedMap(new TreeMap<>(silent));
      members = Map.copyOf(members);
    }
  }

  /**
   * Asks them.
   *
   * @throws SimException when nobody answers
   */
  public static <T> Answers<T> ask(ClusterApi api, Question<T> question)
      throws InterruptedException {
    var members = api.members();
    var said = new TreeMap<String, T>();
    var silent = new TreeMap<String, String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new TreeMap<String, Future<T>>();
      members.forEach((name, url) -> asked.put(name, threads.submit(() -> question.to(url))));
      for (var entry : asked.entrySet()) {
        try {
          said.put(entry.getKey(), entry.getValue().get());
        } catch (ExecutionException e) {
          var cause = e.getCause();
          silent.put(entry.getKey(), cause == null ? "" : String.valueOf(cause.getMessage()));
        }
      }
    }
    if (said.isEmpty()) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          silent.isEmpty() ? "The cluster names no node." : silent.firstEntry().getValue());
    }
    members.keySet().retainAll(said.keySet());
    return new Answers<>(said, silent, members);
  }
}
