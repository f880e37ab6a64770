package ai.hal9.engine.trace;

import org.jspecify.annotations.Nullable;

/**
 * A request that can be told from others. What needs no telling costs nothing: a context is read or
 * made when it is first asked for. Any thread may ask.
 */
public interface Traced {

  /** Its context if it came with one, or was given one since. */
  @Nullable TraceContext known();

  /** Its context, made now when it has none. */
  TraceContext trace();

  /** Where its spans are gathered; null where nobody is told of them. */
  default @Nullable RequestSpans spans() {
    return null;
  }

  /** A request that came without a context. */
  static Traced alone() {
    return new Traced() {
      private @Nullable TraceContext made;

      @Override
      public synchronized @Nullable TraceContext known() {
        return made;
      }

      @Override
      public synchronized TraceContext trace() {
        var known = made;
        if (known == null) {
          known = TraceContext.made();
          made = known;
        }
        return known;
      }
    };
  }
}
