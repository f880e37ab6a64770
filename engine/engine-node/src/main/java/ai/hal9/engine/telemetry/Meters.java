package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.Metric;
import java.util.function.DoubleSupplier;

/**
 * Where the engine records what it does. Look a meter up once and keep it: recording must not
 * allocate.
 */
public interface Meters {

  /** A total that grows; label values in the order the metric declares them. */
  Count count(Metric metric, String... labels);

  /** A distribution of times. */
  Timing timing(Metric metric, String... labels);

  /** A value read at the end of every interval. */
  void gauge(Metric metric, DoubleSupplier value, String... labels);

  /** A total that someone else keeps, read at the end of every interval. */
  void total(Metric metric, DoubleSupplier value, String... labels);

  /** Grows a total. */
  @FunctionalInterface
  interface Count {
    void add(long amount);

    /** Adds one. */
    default void increment() {
      add(1);
    }
  }

  /** Records a time. */
  @FunctionalInterface
  interface Timing {
    void recordNanos(long nanos);
  }

  /** Records nothing. */
  static Meters none() {
    return new Meters() {
      @Override
      public Count count(Metric metric, String... labels) {
        return amount -> {};
      }

      @Override
      public Timing timing(Metric metric, String... labels) {
        return nanos -> {};
      }

      @Override
      public void gauge(Metric metric, DoubleSupplier value, String... labels) {}

      @Override
      public void total(Metric metric, DoubleSupplier value, String... labels) {}
    };
  }
}
