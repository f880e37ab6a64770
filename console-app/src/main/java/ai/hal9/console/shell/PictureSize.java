package ai.hal9.console.shell;

/** How large a window is in a picture, in pixels; never less than the window allows. */
public record PictureSize(int width, int height) {

  public static final PictureSize DESKTOP = new PictureSize(1440, 900);
  public static final PictureSize SMALL = new PictureSize(1100, 700);

  private static final int LARGEST = 7_680;

  public PictureSize {
    within(width, ConsoleWindow.LEAST_WIDTH, "width");
    within(height, ConsoleWindow.LEAST_HEIGHT, "height");
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @param text as in 1440x900
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static PictureSize parse(String text) {
    var parts = text.split("x", -1);
    try {
      if (parts.length == 2) {
        return new PictureSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException e) {
      // said below, together with what has not two parts
    }
    throw new IllegalArgumentException("'%s' is not as %s is".formatted(text, DESKTOP));
  }

  private static void within(int pixels, int least, String what) {
    if (pixels < least || pixels > LARGEST) {
      throw new IllegalArgumentException(
          "a %s of %d is not %d to %d".formatted(what, pixels, least, LARGEST));
    }
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
