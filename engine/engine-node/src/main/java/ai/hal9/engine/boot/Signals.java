package ai.hal9.engine.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on a signal. For the end a shutdown hook would not do: the JVM would exit with 143
 * however well the node went down, and would not notice a second signal. The JDK's signals are
 * reached by reflection because the compiler warns of that package without a way to agree.
 */
final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Runs the first task on the first SIGTERM or SIGINT, in a thread of its own, and the second on
   * every later one.
   */
  static void onEnd(Runnable first, Runnable later) {
    var seen = new AtomicBoolean();
    Runnable end =
        () -> {
          if (seen.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon(false).name("shutdown").start(first);
          } else {
            later.run();
          }
        };
    if (!on("TERM", end) || !on("INT", end)) {
      LOG.warn("SIGTERM and SIGINT cannot be handled here; an end will be abrupt");
    }
  }

  /**
   * Runs a task on each SIGHUP, on the thread that delivers signals. Windows has none, and where
   * the process was started so that a lost terminal does not end it, it stays ignored.
   */
  static void onHangUp(Runnable task) {
    if (!on("HUP", task)) {
      LOG.debug("SIGHUP is not handled here");
    }
  }

  private static boolean on(String name, Runnable task) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                task.run();
                yield null;
              }
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy.equals(arguments[0]);
              default -> "on " + name;
            };
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
      signal
          .getMethod("handle", signal, handlerType)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("No SIG{}", name, e);
      return false;
    }
  }
}
