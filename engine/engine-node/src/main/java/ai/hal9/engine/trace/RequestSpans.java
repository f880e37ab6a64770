package ai.hal9.engine.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where one sampled request's time goes: itself, and its parts as they end. It is told of as a
 * whole when everybody who may still add to it has let go. Times are the monotonic clock's.
 */
public final class RequestSpans {

  private final TraceContext context;
  private final @Nullable TraceContext parent;
  private final long startNanos;
  private final long wallOffset;
  private final Consumer<RequestSpans> whole;
  private final List<Part> parts = new ArrayList<>(8);
  private final AtomicInteger holders = new AtomicInteger(1);
  private @Nullable Request request;

  /**
   * The request itself.
   *
   * @param method of HTTP
   * @param route the template of its path
   * @param status of its answer
   * @param endNanos when it was answered
   */
  record Request(String method, String route, int status, long endNanos) {}

  /**
   * A part of it.
   *
   * @param name a stage's, or {@code model}
   * @param startNanos when it began
   * @param endNanos when it ended
   * @param neuron for whom the model was asked; empty for a stage
   * @param error what went wrong; empty when nothing did
   */
  record Part(String name, long startNanos, long endNanos, String neuron, String error) {}

  /**
   * Of a request that has begun.
   *
   * @param wallOffset the wall clock's nanoseconds since 1970 at the monotonic clock's 0
   * @param whole told when it is complete
   */
  RequestSpans(
      TraceContext context,
      @Nullable TraceContext parent,
      long startNanos,
      long wallOffset,
      Consumer<RequestSpans> whole) {
    this.context = context;
    this.parent = parent;
    this.startNanos = startNanos;
    this.wallOffset = wallOffset;
    this.whole = whole;
  }

  /** The request's own place in its trace. */
  public TraceContext context() {
    return context;
  }

  /** Somebody more may add parts, until {@link #release}. */
  public void hold() {
    holders.incrementAndGet();
  }

  /** Whoever held it has no more to add. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      whole.accept(this);
    }
  }

  /** A stage is over. */
  public void stage(String name, long start, long end) {
    stage(name, start, end, "");
  }

  /** A stage is over; the error is empty when nothing went wrong. */
  public void stage(String name, long start, long end, String error) {
    add(new Part(name, start, end, "", error));
  }

  /** The model was asked; the error is empty when it replied. */
  public void model(String neuron, long start, long end, String error) {
    add(new Part("model", start, end, neuron, error));
  }

  /** The request is answered; to be called once. */
  public void end(String method, String route, int status, long nanos) {
    synchronized (this) {
      request = new Request(method, route, status, nanos);
    }
    release();
  }

  private synchronized void add(Part part) {
    parts.add(part);
  }

  @Nullable TraceContext parent() {
    return parent;
  }

  long startNanos() {
    return startNanos;
  }

  /** Nanoseconds since 1970. */
  long wall(long nanos) {
    return wallOffset + nanos;
  }

  /** Null where it is told of elsewhere, and these are only further parts of it. */
  synchronized @Nullable Request request() {
    return request;
  }

  synchronized List<Part> parts() {
    return List.copyOf(parts);
  }
}
