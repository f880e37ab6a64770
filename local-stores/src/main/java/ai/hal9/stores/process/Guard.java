package ai.hal9.stores.process;

import java.io.IOException;

/** Is told of processes, so that it can end them when this JVM has been killed. */
interface Guard extends AutoCloseable {

  /** For systems whose kernel does it, and those where nothing does. */
  Guard NONE =
      new Guard() {
        @Override
        public void add(long pid, Signal deathSignal) {}

        @Override
        public void forget(long pid) {}

        @Override
        public void close() {}
      };

  void add(long pid, Signal deathSignal) throws IOException;

  void forget(long pid) throws IOException;

  @Override
  void close() throws IOException;
}
