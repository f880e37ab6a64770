package ai.hal9.engine.cache;

import ai.hal9.engine.resilience.Readiness;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cache all nodes share. */
public interface SharedAnswers {

  /**
   * An answer as it is shared.
   *
   * @param content the answer
   * @param path the neurons visited
   * @param models the names of the models that replied; empty where an earlier version shared it
   */
  record Shared(String content, List<String> path, List<String> models) {
    public Shared {
      path = List.copyOf(path);
      models = List.copyOf(Objects.requireNonNullElse(models, List.of()));
    }
  }

  /**
   * Looks up; a cache that does not answer in time has nothing.
   *
   * @param found called once, on any thread, with null when there is nothing; must not block
   */
  void get(AnswerKey key, Consumer<@Nullable Shared> found);

  /** Stores, in the background. */
  default void put(AnswerKey key, Shared answer) {
    put(key, answer, stored -> {});
  }

  /**
   * Stores, in the background.
   *
   * @param ended told once whether it is stored; on any thread, and must not block
   */
  void put(AnswerKey key, Shared answer, Consumer<Boolean> ended);

  /** For readiness. */
  Readiness.Part part();

  /** A cache that holds nothing. */
  static SharedAnswers none() {
    return new SharedAnswers() {
      @Override
      public void get(AnswerKey key, Consumer<@Nullable Shared> found) {
        found.accept(null);
      }

      @Override
      public void put(AnswerKey key, Shared answer, Consumer<Boolean> ended) {
        ended.accept(false);
      }

      @Override
      public Readiness.Part part() {
        return new Readiness.Part("redis", true, false, "not used");
      }
    };
  }
}
