package ai.hal9.console.ui;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.StyleConverter;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * Brings the theme's colours to what is drawn on a canvas: an invisible node that CSS styles with
 * one {@code -tone-…} property for each {@link Tone}.
 */
public final class Swatches extends Region {

  private static final Map<Tone, CssMetaData<Swatches, Color>> META = new EnumMap<>(Tone.class);

  static {
    for (var tone : Tone.values()) {
      META.put(tone, new ToneMetaData(tone));
    }
  }

  private static final List<CssMetaData<? extends Styleable, ?>> ALL = List.copyOf(META.values());

  private final Map<Tone, StyleableObjectProperty<Color>> colours = new EnumMap<>(Tone.class);

  /**
   * @param changed run when the theme has changed a colour
   */
  public Swatches(Runnable changed) {
    getStyleClass().add("swatches");
    setManaged(false);
    setVisible(false);
    META.forEach(
        (tone, meta) -> {
          var colour =
              new SimpleStyleableObjectProperty<>(meta, this, tone.style(), Color.TRANSPARENT);
          colour.addListener(_ -> changed.run());
          colours.put(tone, colour);
        });
  }

  /** What a tone looks like now. */
  public Color of(Tone tone) {
    var colour = colours.get(tone);
    return colour == null ? Color.TRANSPARENT : colour.get();
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return ALL;
  }

  private static final class ToneMetaData extends CssMetaData<Swatches, Color> {

    private final Tone tone;

    ToneMetaData(Tone tone) {
      super("-tone-" + tone.style(), StyleConverter.getColorConverter(), Color.TRANSPARENT);
      this.tone = tone;
    }

    @Override
    public boolean isSettable(Swatches swatches) {
      return true;
    }

    @Override
    public StyleableObjectProperty<Color> getStyleableProperty(Swatches swatches) {
      return Objects.requireNonNull(swatches.colours.get(tone));
    }
  }
}
