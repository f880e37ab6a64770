package ai.hal9.console.shell;

import ai.hal9.console.ui.ThemeChoice;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which pictures are wanted.
 *
 * @param only those so called, as in {@link #names} and {@link #onTour}; none means all
 * @param themes in which colours
 * @param sizes how large
 */
public record Shots(Set<String> only, List<ThemeChoice> themes, List<PictureSize> sizes) {

  static final String START = "start";
  static final String NODE = "node";

  /** Everything, dark and light, in two sizes. */
  public static final Shots ALL =
      new Shots(
          Set.of(),
          List.of(ThemeChoice.DARK, ThemeChoice.LIGHT),
          List.of(PictureSize.DESKTOP, PictureSize.SMALL));

  public Shots {
    only = Set.copyOf(only);
    themes = List.copyOf(themes);
    sizes = List.copyOf(sizes);
  }

  /** What pictures are called that need nothing but a look, in the order they are taken. */
  public static List<String> names() {
    return Stream.of(
            Stream.of(START, Mishaps.ATTACH_REFUSED),
            ProductScreens.ALL.stream().map(Screen::id),
            Stream.of(NODE),
            Covers.NAMES.stream(),
            Mishaps.NAMES.stream())
        .flatMap(names -> names)
        .toList();
  }

  /** What pictures are called that show what a tour has done. */
  public static List<String> onTour() {
    return Tour.NAMES;
  }

  boolean want(String name) {
    return only.isEmpty() || only.contains(name);
  }

  boolean wantAny(List<String> some) {
    return some.stream().anyMatch(this::want);
  }
}
