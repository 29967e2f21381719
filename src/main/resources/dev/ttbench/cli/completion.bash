# Completion of ttbench for bash: source <(ttbench completion bash)
_ttbench() {
    local line=${COMP_LINE:0:COMP_POINT} IFS=$'\n' word
    : "${line:=${COMP_WORDS[*]:0:COMP_CWORD+1}}" # a caller that fills in only the words
    COMPREPLY=($(ttbench complete bash "$line" 2>/dev/null))
    # bash replaces only what follows a sign of COMP_WORDBREAKS.
    word=${line##*[[:space:]]}
    case $COMP_WORDBREAKS in
        *=*) COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*=}"}"}") ;;
    esac
    # A name goes on with its value. Older ones have no compopt.
    case ${COMPREPLY[0]-} in
        *=) compopt -o nospace 2>/dev/null ;;
    esac
}
# File names where ttbench has nothing to offer.
complete -o default -F _ttbench ttbench
