# Sets Alongside up for whoever runs this: no administrator, no network.
# -Workspace: the folder on the shared drive; it asks when none is named.
# -AtLogOn: also start it at log-on. Run it again to update.
param([string]$Workspace = "", [switch]$AtLogOn)
$ErrorActionPreference = "Stop"
$env:PYTHON_MANAGER_AUTOMATIC_INSTALL = "false"  # py must not fetch a Python from the network
$env:PYTHONHOME = $null
$env:PYTHONPATH = $null
$here = Join-Path $env:LOCALAPPDATA "Alongside"
$inside = Join-Path $here "Scripts\python.exe"
$program = Join-Path $here "Scripts\alongside.exe"
$wheels = Join-Path $PSScriptRoot "wheels"
$practice = Join-Path $env:USERPROFILE "Alongside to try"  # not in Documents: those may be in the cloud
$menu = Join-Path ([Environment]::GetFolderPath("Programs")) "Alongside.lnk"
$logOn = Join-Path ([Environment]::GetFolderPath("Startup")) "Alongside.lnk"
$shell = New-Object -ComObject WScript.Shell

function Stop-Here([string]$why) {
    Write-Host $why
    exit 1
}

function Test-Python([string[]]$try) {
    # Whether this starts the Python that the wheels are for: 3.12, 64 bit, Intel or AMD.
    $ask = "import sys, sysconfig; print(sys.version_info[:2] == (3, 12) and sysconfig.get_platform() == 'win-amd64')"
    $rest = @($try | Select-Object -Skip 1) + @("-c", $ask)
    try { return ((& $try[0] @rest) -eq "True") } catch { return $false }
}

function Test-Workspace([string]$folder) {
    return (Test-Path -LiteralPath (Join-Path $folder "config\provider.yaml"))
}

# 1. What has to be there, before anything is changed.
if (-not (Test-Path -LiteralPath (Join-Path $wheels "wheels.txt"))) {
    Stop-Here "The folder 'wheels' is not beside this script. Copy the whole folder (do not run it from inside a zip)."
}
$running = @(Get-Process -Name "alongside" -ErrorAction SilentlyContinue | Where-Object { $_.Path -eq $program })
if ($running.Count -gt 0) {
    Stop-Here "Alongside is open. Stop it at the foot of its Today page, then run this again. Nothing was changed."
}
$python = $null
foreach ($try in @(@("py", "-3.12"), @("python", "-E"), @("python3.12", "-E"))) {
    if ($null -eq $python -and (Test-Python $try)) { $python = $try }
}
if ($null -eq $python) {
    Stop-Here ("Python 3.12 (64 bit) is not here. Install it for yourself from the company portal or python.org`n" +
        "(no administrator needed: leave 'for all users' unticked), then run this again. Nothing was changed.")
}

# 2. The program.
$rest = @($python | Select-Object -Skip 1) + @("-m", "venv", $here)
& $python[0] @rest
if ($LASTEXITCODE -ne 0) { Stop-Here "A place for the program could not be made in $here. Nothing of yours was changed." }
$pip = @("-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-index")
& $inside @pip --find-links $wheels --require-hashes -r (Join-Path $wheels "wheels.txt")
if ($LASTEXITCODE -ne 0) { Stop-Here "It could not be installed: a wheel is missing or damaged. Copy the folder again." }
$ours = @(Get-ChildItem -LiteralPath $wheels -Filter "alongside-*.whl")
if ($ours.Count -ne 1) { Stop-Here "There should be one wheel of Alongside in the folder 'wheels'. Copy the folder again." }
& $inside @pip --no-deps --force-reinstall $ours[0].FullName
if ($LASTEXITCODE -ne 0) { Stop-Here "Alongside itself could not be installed. Copy the folder again." }

# 3. Which folder it opens.
$kept = ""
if ($Workspace -eq "" -and (Test-Path -LiteralPath $menu)) { $kept = $shell.CreateShortcut($menu).Arguments }
if (-not $kept.StartsWith("/c")) { $kept = "" }
if ($Workspace -eq "" -and $kept -eq "") {
    Write-Host "Which folder on the shared drive holds your cases, for example S:\Safeguarding?"
    $Workspace = (Read-Host "Leave it empty to try it with three invented cases").Trim().Trim('"')
    if ($Workspace -eq "") { $Workspace = $practice }
}
if ($Workspace -ne "") {
    if (-not [IO.Path]::IsPathRooted($Workspace)) { $Workspace = Join-Path (Get-Location).Path $Workspace }
    $Workspace = $Workspace.TrimEnd("\")  # a quote after a backslash would be swallowed
    if ($Workspace -match "^[A-Za-z]:$") { $Workspace += "\." }
    if (-not (Test-Workspace $Workspace)) {
        $make = "y"
        if ($Workspace -ne $practice) { $make = Read-Host "$Workspace holds no Alongside yet. Begin one there? (y/n)" }
        if ($make -notlike "y*") { Stop-Here "The program is set up, but it has no folder yet. Run this again when you know it." }
        $begin = @("init", $Workspace)
        if ($Workspace -ne $practice) { $begin += "--no-examples" }
        & $program @begin
        if ($LASTEXITCODE -ne 0) { Stop-Here "That folder could not be used. The program is set up; run this again with another one." }
    }
}

# 4. The Start menu, and log-on for whoever wants it.
$places = @($menu)
if ($AtLogOn -or (Test-Path -LiteralPath $logOn)) { $places += $logOn }
foreach ($place in $places) {
    $link = $shell.CreateShortcut($place)
    $link.TargetPath = $env:ComSpec
    # The window stays and says why when it could not start. cmd takes the outer quotes away.
    $link.Arguments = $kept
    if ($Workspace -ne "") { $link.Arguments = "/c `"`"$program`" --workspace `"$Workspace`" start --wait || pause`"" }
    $link.WorkingDirectory = $here
    $link.IconLocation = "$program,0"
    $link.WindowStyle = 7
    $link.Save()
}
& $program --version
Write-Host "Alongside is set up. It stands in the Start menu; its window waits in the task bar while it is open."
