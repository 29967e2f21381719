#compdef ttbench
# Completion of ttbench for zsh: source <(ttbench completion zsh), after compinit; or a file _ttbench in a folder of $fpath.
_ttbench() {
    local -a found open closed
    found=("${(@f)$(ttbench complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    found=(${found:#})
    # File names where ttbench has nothing to offer.
    if (( ! $#found )); then
        _files
        return
    fi
    # A name goes on with its value: no space.
    open=(${(M)found:#*=:*})
    closed=(${found:#*=:*})
    _describe -t values ttbench open -S '' -- closed
}
if [[ $funcstack[1] == _ttbench ]]; then
    _ttbench "$@"
else
    compdef _ttbench ttbench
fi
