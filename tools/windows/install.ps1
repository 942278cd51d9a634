# Sets Alongside up for whoever runs this: no administrator, no network.
# -Workspace: the folder on the shared drive.  -AtLogOn: also start it at log-on.
param([string]$Workspace = "", [switch]$AtLogOn)
$ErrorActionPreference = "Stop"
$home_ = Join-Path $env:LOCALAPPDATA "Alongside"
$wheels = Join-Path $PSScriptRoot "wheels"

function Find-Python {
    foreach ($try in @(@("py", "-3.12"), @("python"))) {
        $rest = @($try | Select-Object -Skip 1) + @("-c", "import sys; print(sys.version_info[:2] == (3, 12))")
        try { if ((& $try[0] @rest) -eq "True") { return ,$try } } catch { }
    }
    Write-Host "Python 3.12 is not here. Install it for yourself from the company portal or python.org"
    Write-Host "(no administrator needed: leave 'for all users' unticked), then run this again. Nothing was changed."
    exit 1
}

$python = Find-Python
$rest = @($python | Select-Object -Skip 1) + @("-m", "venv", $home_)
& $python[0] @rest
$inside = Join-Path $home_ "Scripts\python.exe"
& $inside -m pip install --quiet --disable-pip-version-check --no-index --find-links $wheels --upgrade alongside
if ($LASTEXITCODE -ne 0) { Write-Host "It could not be installed: a wheel is missing or broken. Copy the folder again."; exit 1 }

$program = Join-Path $home_ "Scripts\alongside.exe"
$words = "start"
if ($Workspace -ne "") { $words = "--workspace `"$Workspace`" start" }
$places = @([Environment]::GetFolderPath("Programs"))
if ($AtLogOn) { $places += [Environment]::GetFolderPath("Startup") }
$shell = New-Object -ComObject WScript.Shell
foreach ($place in $places) {
    $link = $shell.CreateShortcut((Join-Path $place "Alongside.lnk"))
    $link.TargetPath = $program
    $link.Arguments = $words
    $link.WorkingDirectory = $(if ($Workspace -ne "") { $Workspace } else { $env:USERPROFILE })
    $link.WindowStyle = 7
    $link.Save()
}
Write-Host "Alongside is set up. It stands in the Start menu."
& $program --version
