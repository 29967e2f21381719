package dev.ttbench.study;

import dev.ttbench.spec.Scope;
import java.util.Map;

/** The parameters that a run was profiled with: {@code request.height} in an expression; null when its model has none of that name. */
record RequestValues(Map<String, Object> values) implements Scope.Members {
    @Override
    public Object member(String name) {
        return values.get(name);
    }
}
