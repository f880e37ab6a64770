package ai.hal9.console.board;

import ai.hal9.console.ui.Parts;
import ai.hal9.dashboards.model.Panel;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** The form for a new panel. */
final class NewPanelPane extends VBox {

  private final NewPanelModel model;
  private final Consumer<Panel> made;
  private final TextField metric = text("new-panel-metric", "hal9_… or a word of what it measures");
  private final VBox errors = new VBox();
  private final FlowPane suggestions = new FlowPane(8, 2);
  private final Button add =
      Parts.button("new-panel-add", "Add to this screen", Material2OutlinedAL.ADD, this::add);

  /**
   * @param made gets a panel that is to be added
   * @param taken whether a panel of an id is there already
   */
  NewPanelPane(Consumer<Panel> made, Predicate<String> taken) {
    this.made = made;
    model = new NewPanelModel(taken);
    setId("new-panel");
    getStyleClass().addAll("card", "new-panel");
    metric.textProperty().bindBidirectional(model.metric());
    var per = text("new-panel-per", "optional: another metric");
    per.textProperty().bindBidirectional(model.per());
    var percentiles = text("new-panel-percentiles", "50, 95, 99");
    percentiles.textProperty().bindBidirectional(model.percentiles());
    var title = text("new-panel-title", "from the metric");
    title.textProperty().bindBidirectional(model.title());
    var form = choice("new-panel-form", model.form(), model.forms(), NewPanelPane::formWords);
    var by = choice("new-panel-by", model.by(), model.splits(), NewPanelPane::splitWords);
    var howField = field("Shown as", form);
    var perField = field("Divided by", per);
    var percentileField = field("Percentiles", percentiles);
    var byField = field("Lines", by);
    var metricField = field("Metric", metric);
    metric.setPrefColumnCount(26);
    var fields =
        new FlowPane(
            12,
            8,
            field("Kind", kinds()),
            metricField,
            howField,
            percentileField,
            perField,
            byField,
            field("Title", title));
    suggestions.setId("new-panel-suggestions");
    errors.setId("new-panel-errors");
    add.getStyleClass().add("accent");
    var buttons =
        new HBox(
            8,
            add,
            Parts.button("new-panel-cancel", "Cancel", Material2OutlinedAL.CLOSE, this::close));
    getChildren()
        .addAll(Parts.label("New panel", "chart-title"), fields, suggestions, errors, buttons);
    setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.ENTER && key.getTarget() instanceof TextField) {
            add();
            key.consume();
          }
        });
    model.suggestions().addListener((ListChangeListener<String>) _ -> showSuggestions());
    model.errors().addListener((ListChangeListener<String>) _ -> showErrors());
    model
        .panel()
        .subscribe(
            panel -> {
              add.setDisable(panel == null);
              var percentile = model.form().get().equals("percentile");
              visible(percentileField, percentile);
              visible(perField, !percentile);
            });
    model.form().subscribe(form1 -> visible(percentileField, form1.equals("percentile")));
    model.form().subscribe(form1 -> visible(perField, !form1.equals("percentile")));
    model.tile().subscribe(tile -> visible(byField, !tile));
    close();
  }

  void open() {
    visible(this, true);
    showSuggestions();
    showErrors();
    metric.requestFocus();
  }

  void close() {
    visible(this, false);
    model.clear();
  }

  boolean isOpen() {
    return isVisible();
  }

  private void add() {
    var panel = model.panel().get();
    if (panel != null) {
      made.accept(panel);
      close();
    }
  }

  private HBox kinds() {
    var group = new ToggleGroup();
    var chart = new ToggleButton("Chart");
    var tile = new ToggleButton("Number");
    chart.setId("new-panel-chart");
    tile.setId("new-panel-tile");
    chart.setToggleGroup(group);
    tile.setToggleGroup(group);
    chart.getStyleClass().add("left-pill");
    tile.getStyleClass().add("right-pill");
    chart.setOnAction(_ -> model.tile().set(false));
    tile.setOnAction(_ -> model.tile().set(true));
    model
        .tile()
        .subscribe(
            on -> {
              chart.setSelected(!on);
              tile.setSelected(on);
            });
    return new HBox(chart, tile);
  }

  private void showSuggestions() {
    suggestions.getChildren().clear();
    for (var name : model.suggestions()) {
      var link = new Hyperlink(name);
      link.setId("suggest-" + name);
      link.setOnAction(
          _ -> {
            model.metric().set(name);
            metric.requestFocus();
            metric.end();
          });
      suggestions.getChildren().add(link);
    }
    visible(suggestions, !model.suggestions().isEmpty());
  }

  private void showErrors() {
    errors.getChildren().clear();
    for (var error : model.errors()) {
      var label = new Label(error);
      label.getStyleClass().add("trouble-words");
      label.setWrapText(true);
      errors.getChildren().add(label);
    }
    visible(errors, !model.errors().isEmpty());
  }

  private static String formWords(String form) {
    return switch (form) {
      case "percentile" -> "Percentile";
      case "rate" -> "Per second";
      case "sum" -> "Sum over nodes";
      case "max" -> "Highest of the nodes";
      case "mean" -> "Mean of the nodes";
      default -> form;
    };
  }

  private static String splitWords(String by) {
    return by.equals(NewPanelModel.TOGETHER) ? "All together" : "One for each " + by;
  }

  private static ComboBox<String> choice(
      String id, StringProperty chosen, ObservableList<String> all, UnaryOperator<String> words) {
    var choice = new ComboBox<String>(all);
    choice.setId(id);
    choice.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(String value) {
            return value == null ? "" : words.apply(value);
          }

          @Override
          public String fromString(String text) {
            return text;
          }
        });
    chosen.subscribe(choice::setValue);
    choice.setOnAction(
        _ -> {
          if (choice.getValue() != null) {
            chosen.set(choice.getValue());
          }
        });
    return choice;
  }

  private static TextField text(String id, String prompt) {
    var text = new TextField();
    text.setId(id);
    text.setPromptText(prompt);
    return text;
  }

  private static VBox field(String words, Node input) {
    var label = Parts.label(words, "field-label");
    label.setLabelFor(input);
    return new VBox(label, input);
  }

  private static void visible(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }
}
