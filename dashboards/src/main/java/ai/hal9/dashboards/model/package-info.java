/** Dashboards as data: panels, what they show, what they are measured against, and their files. */
@NullMarked
package ai.hal9.dashboards.model;

import org.jspecify.annotations.NullMarked;
