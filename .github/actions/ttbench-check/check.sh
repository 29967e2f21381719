#!/usr/bin/env bash
# The step of this action: runs the checks, shows them in the job's summary and, if asked to, as one comment on the pull request that is kept up to date.
# BASELINE, JUNIT, MARKDOWN, COMMENT, PULL_REQUEST come from action.yml; GITHUB_* from the runner; gh reads GH_TOKEN.
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
markdown=${MARKDOWN:-$(mktemp)}
arguments=(check --baseline "$BASELINE" --markdown "$markdown")
if [[ -n $JUNIT ]]; then
    arguments+=(--junit "$JUNIT")
fi

code=0
"$here/../../../.ci/ttbench" "${arguments[@]}" || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"

# 0 and 1 are verdicts; anything else is no result, and what is wrong was said above.
if ((code <= 1)); then
    cat "$markdown" >>"$GITHUB_STEP_SUMMARY"
    if [[ $COMMENT == true && -n $PULL_REQUEST ]]; then
        say=(gh pr comment "$PULL_REQUEST" --repo "$GITHUB_REPOSITORY" --body-file "$markdown")
        "${say[@]}" --edit-last 2>/dev/null || "${say[@]}" ||
            echo "::warning title=ttbench::no comment was written: the job needs 'permissions: pull-requests: write', which forks do not get"
    fi
fi
exit "$code"
