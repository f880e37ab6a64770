package ai.hal9.console.connect;

import ai.hal9.console.ui.Parts;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** Attach to a cluster by one address. */
final class AttachDoor {

  private static final String CAUTION = "attach-caution";

  private final AttachModel model;
  private final TextField address = new TextField();
  private final VBox root;

  AttachDoor(ConnectModel doors) {
    model = doors.attach();
    address.setId("attach-address");
    address.setPromptText("host:port of any node or of the balancer");
    address.textProperty().bindBidirectional(model.address());
    var token = new PasswordField();
    token.setId("attach-token");
    token.setPromptText("empty where the cluster asks for none");
    token.textProperty().bindBidirectional(model.token());
    var attach = Parts.button("attach", "Test and attach", Material2OutlinedAL.LINK, model::attach);
    address.setOnAction(_ -> attach.fire());
    token.setOnAction(_ -> attach.fire());
    attach.disableProperty().bind(doors.busy());
    attach
        .textProperty()
        .bind(model.trying().map(trying -> trying ? "Testing…" : "Test and attach"));
    var trouble = new TroublePane("attach-trouble");
    model.trouble().addListener(_ -> trouble.show(model.trouble().get()));
    var production = new CheckBox("This is a production cluster");
    production.setId("attach-production");
    production.selectedProperty().bindBidirectional(model.production());
    Parts.explain(production, "It is marked as one wherever it is shown.");
    var note =
        Parts.label(
            "The other members are asked for at this address. The console only looks: it changes"
                + " nothing on a cluster that is not on this machine. A token is kept in a file"
                + " only you can read.",
            "muted");
    note.setWrapText(true);
    var form =
        new VBox(
            trouble,
            StartDoor.field("Address", address),
            StartDoor.field("Token", token),
            production,
            attach,
            note);
    model.exposing().addListener(_ -> caution(form));
    form.getStyleClass().add("door-form");
    root = ConnectView.card("Attach to a cluster", Material2OutlinedAL.LINK, form);
    root.setId("attach-door");
  }

  /** Asks before a token goes where others can read it. */
  private void caution(VBox form) {
    form.getChildren().removeIf(part -> CAUTION.equals(part.getId()));
    var where = model.exposing().get();
    if (!where.isEmpty()) {
      // above the note, which is the last
      form.getChildren().add(form.getChildren().size() - 1, caution(where));
    }
  }

  private VBox caution(String where) {
    var words =
        Parts.label(
            "The token would go to %s unencrypted: whoever can listen on the way can use it. Write https:// if the cluster offers that."
                .formatted(where),
            "trouble-words");
    words.setWrapText(true);
    var anyway =
        Parts.button(
            "attach-exposed",
            "Send it and attach",
            Material2OutlinedAL.LOCK_OPEN,
            model::attachExposed);
    var spare = Parts.button("attach-spare", "Cancel", Material2OutlinedAL.CLOSE, model::spare);
    var pane = new VBox(8, words, new HBox(8, anyway, spare));
    pane.setId(CAUTION);
    pane.getStyleClass().add("trouble");
    return pane;
  }

  /** Attaches to the address typed in, or leads to where it is typed. */
  void attach() {
    if (address.getText().isBlank()) {
      address.requestFocus();
    } else {
      model.attach();
    }
  }

  Parent node() {
    return root;
  }
}
