package ai.hal9.dashboards.model;

/** What a panel is measured against. */
public sealed interface Goal {

  /** An objective, whose bound the chosen {@link SloProfile} says. */
  record Named(Objective objective) implements Goal {}

  /** A bound of the panel's own, whatever the profile. */
  record Fixed(Bound bound) implements Goal {}
}
