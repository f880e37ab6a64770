package ai.hal9.console.ui;

import java.nio.file.Path;
import java.util.function.Consumer;

/** For tests in which nothing is saved, read or copied: fails where something is. */
public final class SavedNowhere implements Saving {

  @Override
  public void save(String name, Content content) {
    throw new AssertionError("nothing is saved here");
  }

  @Override
  public void pick(Consumer<Path> chosen) {
    throw new AssertionError("nothing is read here");
  }

  @Override
  public void copy(String what, String text) {
    throw new AssertionError("nothing is copied here");
  }
}
