# Completion of ttbench for fish: ttbench completion fish > ~/.config/fish/completions/ttbench.fish
function __ttbench_complete
    set -l words (commandline -opc)
    set -l found (ttbench complete fish $words[2..] (commandline -ct) 2>/dev/null)
    if set -q found[1]
        string join \n -- $found
    else
        # File names where ttbench has nothing to offer.
        __fish_complete_path (commandline -ct)
    end
end
complete -c ttbench -f -k -a '(__ttbench_complete)'
