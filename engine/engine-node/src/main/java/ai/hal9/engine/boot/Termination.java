package ai.hal9.engine.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on SIGTERM and SIGINT. A shutdown hook would not do: the JVM would exit with 143
 * however well the node went down, and would not notice a second signal. The JDK's signals are
 * reached by reflection because the compiler warns of that package without a way to agree.
 */
final class Termination {

  private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
  private static final List<String> SIGNALS = List.of("TERM", "INT");

  private Termination() {}

  /**
   * Runs the first task on the first signal, in a thread of its own, and the second on every later
   * one.
   */
  static void on(Runnable first, Runnable later) {
    var seen = new AtomicBoolean();
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                if (seen.compareAndSet(false, true)) {
                  Thread.ofPlatform().daemon(false).name("shutdown").start(first);
                } else {
                  later.run();
                }
                yield null;
              }
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy.equals(arguments[0]);
              default -> "termination";
            };
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              Termination.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
      for (var name : SIGNALS) {
        signal
            .getMethod("handle", signal, handlerType)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.warn("Signals cannot be handled here ({}); an end will be abrupt", e.toString());
    }
  }
}
