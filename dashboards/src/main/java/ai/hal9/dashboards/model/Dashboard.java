package ai.hal9.dashboards.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A page of panels.
 *
 * @param name also its file's, without {@code .yaml}
 * @param title for people
 * @param description one sentence; may be empty
 * @param panels in the order shown; no two with the same id
 */
public record Dashboard(String name, String title, String description, List<Panel> panels) {

  public Dashboard {
    Names.check("a dashboard's name", name);
    Names.title(title);
    panels = List.copyOf(panels);
    var ids = new HashSet<String>();
    for (var panel : panels) {
      if (!ids.add(panel.id())) {
        throw new IllegalArgumentException("two panels are called '" + panel.id() + "'");
      }
    }
  }

  /** The panel of this id. */
  public Optional<Panel> panel(String id) {
    return panels.stream().filter(panel -> panel.id().equals(id)).findFirst();
  }

  /**
   * With one more panel.
   *
   * @param at where, from 0 to the number of panels
   * @throws IllegalArgumentException when there is one of that id
   */
  public Dashboard plus(Panel panel, int at) {
    var more = new ArrayList<>(panels);
    more.add(at, panel);
    return with(more);
  }

  /** Without a panel; the same where there is none of that id. */
  public Dashboard minus(String id) {
    return with(panels.stream().filter(panel -> !panel.id().equals(id)).toList());
  }

  /**
   * With a panel in another place.
   *
   * @param to its place afterwards, from 0 to one less than the number of panels
   * @throws IllegalArgumentException when there is no panel of that id
   */
  public Dashboard moved(String id, int to) {
    var panel =
        panel(id).orElseThrow(() -> new IllegalArgumentException("there is no panel " + id));
    return minus(id).plus(panel, to);
  }

  private Dashboard with(List<Panel> changed) {
    return new Dashboard(name, title, description, changed);
  }
}
