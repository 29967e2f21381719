package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The named stacks of tensors of one call of a block: what {@code push} lays down and {@code pop} takes up. */
final class Stacks {
    private Map<String, List<Pushed>> stacks = Map.of();

    /** A tensor and the step that pushed it. */
    private record Pushed(Tensor tensor, Step.Place place) { }

    /** A stack that still holds tensors, and the step that pushed its top. */
    record Left(String stack, int tensors, Step.Place place) { }

    void push(String stack, Tensor t, Step.Place place) {
        stacks = stacks.isEmpty() ? new HashMap<>(4) : stacks;
        stacks.computeIfAbsent(stack, k -> new ArrayList<>()).add(new Pushed(t, place));
    }

    /** Whether something lies on a stack. */
    boolean holds(String stack) {
        return !stacks.getOrDefault(stack, List.of()).isEmpty();
    }

    /** Whether something lay on a stack at any time. */
    boolean knows(String stack) {
        return stacks.containsKey(stack);
    }

    /** The tensor on top of a stack; null when it is empty. */
    Tensor top(String stack) {
        List<Pushed> s = stacks.get(stack);
        return s == null || s.isEmpty() ? null : s.get(s.size() - 1).tensor();
    }

    /** Takes the tensor on top of a stack. */
    Tensor pop(String stack) {
        List<Pushed> s = stacks.get(stack);
        if (s == null || s.isEmpty()) {
            String near = s == null ? Suggest.nearest(stack, stacks.keySet()) : null;
            throw new EvalException("the stack '" + stack + "' is empty", near == null ? "every 'pop' needs a 'push' before it" : "did you mean '" + near + "'?");
        }
        return s.remove(s.size() - 1).tensor();
    }

    /** Takes all that lies on a stack, from its top. */
    List<Tensor> popAll(String stack) {
        List<Tensor> out = new ArrayList<>();
        while (holds(stack)) {
            out.add(pop(stack));
        }
        return out;
    }

    /** What lies on a stack, in the order in which it was pushed. */
    List<Tensor> contents(String stack) {
        return stacks.getOrDefault(stack, List.of()).stream().map(Pushed::tensor).toList();
    }

    /** A stack that is none of {@code results} and still holds something; null when there is none. */
    Left left(List<String> results) {
        for (Map.Entry<String, List<Pushed>> e : stacks.entrySet()) {
            List<Pushed> held = e.getValue();
            if (!held.isEmpty() && !results.contains(e.getKey())) {
                return new Left(e.getKey(), held.size(), held.get(held.size() - 1).place());
            }
        }
        return null;
    }
}
