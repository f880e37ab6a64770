package ai.hal9.sim.generator;

/** First in, first out, without boxing; grows as needed. */
final class LongQueue {

  private long[] values = new long[1024];
  private int head;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(long value) {
    if (size == values.length) {
      var grown = new long[2 * values.length];
      System.arraycopy(values, head, grown, 0, size - head);
      System.arraycopy(values, 0, grown, size - head, head);
      values = grown;
      head = 0;
    }
    values[(head + size++) & (values.length - 1)] = value;
  }

  /** The first; the queue must not be empty. */
  long peek() {
    return values[head];
  }

  /** Takes the first; the queue must not be empty. */
  long poll() {
    var value = values[head];
    head = (head + 1) & (values.length - 1);
    size--;
    return value;
  }
}
