package ai.hal9.console.ui;

import ai.hal9.api.signal.Stage;

/** The stages of the pipeline as they are told on screen. */
public final class StageWords {

  private StageWords() {}

  /** What a signal does in it. */
  public static String of(Stage stage) {
    return switch (stage) {
      case DECODE -> "decode";
      case CACHE -> "cache look-up";
      case COALESCE -> "wait for a twin";
      case PERMIT -> "wait for a permit";
      case NEURON -> "neuron and model";
      case BUFFER -> "wait in the buffer";
      case STORE -> "store";
    };
  }
}
