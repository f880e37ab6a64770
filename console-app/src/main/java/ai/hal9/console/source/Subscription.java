package ai.hal9.console.source;

/** Something that is told of news until it is closed. Closing twice does no harm. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  @Override
  void close();
}
