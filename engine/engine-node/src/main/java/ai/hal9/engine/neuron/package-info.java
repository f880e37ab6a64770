/** Neurons, how they forward, and the language model behind them. */
@NullMarked
package ai.hal9.engine.neuron;

import org.jspecify.annotations.NullMarked;
