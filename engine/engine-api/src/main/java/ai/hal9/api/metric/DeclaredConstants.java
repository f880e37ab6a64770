package ai.hal9.api.metric;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Reads the constants a catalogue declares, so that declaring one is the only step to add it. */
public final class DeclaredConstants {

  private DeclaredConstants() {}

  /** The static fields of one type that a class declares, in their order. */
  public static <T> List<T> of(Class<?> catalogue, Class<T> type) {
    var found = new ArrayList<T>();
    for (var field : catalogue.getDeclaredFields()) {
      if (field.getType() == type && Modifier.isStatic(field.getModifiers())) {
        try {
          field.setAccessible(true);
          found.add(type.cast(field.get(null)));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(field.getName() + " cannot be read", e);
        }
      }
    }
    return List.copyOf(found);
  }
}
