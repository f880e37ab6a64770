package ai.hal9.console.connect;

import ai.hal9.console.ui.Parts;
import javafx.scene.Parent;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** Attach to a cluster by one address. */
final class AttachDoor {

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
            attach,
            note);
    form.getStyleClass().add("door-form");
    root = ConnectView.card("Attach to a cluster", Material2OutlinedAL.LINK, form);
    root.setId("attach-door");
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
