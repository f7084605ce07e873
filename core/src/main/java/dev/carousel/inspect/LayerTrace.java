package dev.carousel.inspect;

import java.util.List;
import java.util.Map;

/**
 * What happened inside one direction of one recurrent layer over one sequence of T steps.
 *
 * <p>Step t of gradients and Jacobians is the layer's own: where it is reversed, step 1 is the
 * sequence's last. Values stand in the order of the sequence.
 *
 * @param name the layer's name, the beginning of its parameters' names
 * @param reversed whether it reads the sequence from its end
 * @param units the length of its outputs
 * @param values every named value, in the order of the equations
 * @param gradients by state the Euclidean norms of ∂L/∂s_t for t = 0 to T, 0 being the state before
 *     the first step: through whatever reads the layer's output at step t, if the state is the
 *     output, and through the steps after it, the other states of step t held at their values;
 *     empty without a loss
 * @param jacobians by state ∂s_T/∂s_{T-ℓ}
 * @param horizon how far back the layer remembers
 * @param timescales by state how long its units keep what is in them, where the equations say so
 */
public record LayerTrace(
    String name,
    boolean reversed,
    int units,
    List<ValueTrace> values,
    Map<String, double[]> gradients,
    Map<String, JacobianNorms> jacobians,
    MemoryHorizon horizon,
    Map<String, Timescale> timescales) {}
