import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A picture of 256 by 256 pixels in the form that each system's jpackage takes. */
final class Icon {

  /** The one entry of an .icns file that is a PNG of that size. */
  private static final String ICNS_256 = "ic08";

  private Icon() {}

  /** Where it is for an installer of that type; made in this folder where PNG will not do. */
  static Path of(Path png, String type, Path folder) throws IOException {
    return switch (type) {
      case "msi" -> Files.write(folder.resolve("hal9.ico"), ico(Files.readAllBytes(png)));
      case "dmg" -> Files.write(folder.resolve("hal9.icns"), icns(Files.readAllBytes(png)));
      default -> png;
    };
  }

  /** A directory of one entry, which is the PNG itself. */
  private static byte[] ico(byte[] png) {
    var header = 6 + 16;
    var file = ByteBuffer.allocate(header + png.length).order(ByteOrder.LITTLE_ENDIAN);
    // nothing, the type of icons, one of them
    file.putShort((short) 0).putShort((short) 1).putShort((short) 1);
    // 0 is 256 pixels; no palette
    file.put((byte) 0).put((byte) 0).put((byte) 0).put((byte) 0);
    // planes, bits a pixel
    file.putShort((short) 1).putShort((short) 32);
    file.putInt(png.length).putInt(header).put(png);
    return file.array();
  }

  private static byte[] icns(byte[] png) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var file = new DataOutputStream(bytes);
    var entry = 8 + png.length;
    file.write("icns".getBytes(StandardCharsets.US_ASCII));
    file.writeInt(8 + entry);
    file.write(ICNS_256.getBytes(StandardCharsets.US_ASCII));
    file.writeInt(entry);
    file.write(png);
    return bytes.toByteArray();
  }
}
