package ai.hal9.console.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javax.imageio.ImageIO;

/** Pictures as files. */
public final class Pictures {

  private Pictures() {}

  /** Writes a picture as PNG. Any thread. */
  public static void png(Image picture, OutputStream out) throws IOException {
    var width = (int) picture.getWidth();
    var height = (int) picture.getHeight();
    var pixels = new int[width * height];
    picture
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    var copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    copy.setRGB(0, 0, width, height, pixels, 0, width);
    ImageIO.setUseCache(false);
    ImageIO.write(copy, "png", out);
  }
}
