pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk
import NanZhou.Shell

// The window: header, the page, footer. Drawn for 1080 pixels of the shorter side and scaled to any window.
Window {
    id: root
    objectName: "kiosk"
    readonly property real unit: Math.max(0.2, Math.min(width, height) / 1080)
    property bool attracting: true
    readonly property bool settling: guard.running

    width: 1080
    height: 1920
    color: Theme.ink
    title: "南中轴综合服务中心"

    Item {
        id: scene
        width: root.width / root.unit
        height: root.height / root.unit
        scale: root.unit
        transformOrigin: Item.TopLeft

        Rectangle {
            anchors.fill: parent
            color: Theme.paper
            visible: !root.attracting
        }
        Loader {
            id: header
            width: parent.width
            active: !root.attracting
            source: "controls/HeaderBar.qml"
        }
        Loader {
            id: footer
            width: parent.width
            anchors.bottom: parent.bottom
            active: !root.attracting
            source: "controls/FooterBar.qml"
        }
        Loader {
            id: stage
            property string kind

            // The same page with new data stays as it is, with what was typed; another page fades in.
            function turn(fresh: bool): void {
                const standing = stage.item as PageBase;
                if (standing && stage.kind === Shell.kind) {
                    standing.page = Shell.page;
                    if (fresh)
                        standing.renewed();
                    return;
                }
                root.attracting = Shell.kind === "Attract";
                stage.kind = Shell.kind;
                stage.setSource(`pages/${Shell.kind}.qml`, { page: Shell.page });
                fade.restart();
                if (Shell.settleTime > 0)
                    guard.restart();
            }

            anchors {
                left: parent.left
                right: parent.right
                top: root.attracting ? parent.top : header.bottom
                bottom: root.attracting ? parent.bottom : footer.top
            }
            NumberAnimation on opacity {
                id: fade
                running: false
                from: 0
                to: 1
                duration: Math.min(Theme.fade, Shell.settleTime)
            }
        }
        // The second half of a double tap belongs to the page before.
        MouseArea {
            anchors.fill: stage
            visible: root.settling
            Timer { id: guard; interval: Shell.settleTime }
        }
        Loader {
            anchors.fill: parent
            active: Shell.warning
            source: "controls/TimeoutDialog.qml"
        }
        Loader {
            id: curtain
            anchors.fill: parent
            active: false
            source: "controls/WipeCurtain.qml"
            onLoaded: (item as WipeCurtain).fall()
        }
        Connections {
            target: curtain.item as WipeCurtain
            function onFallen(): void { curtain.active = false; }
        }
    }
    // Any touch anywhere counts as presence; it is never swallowed.
    Item {
        anchors.fill: parent
        PointHandler {
            acceptedButtons: Qt.AllButtons
            onActiveChanged: if (active) Shell.touch()
        }
    }
    Connections {
        target: Shell
        function onTurned(fresh: bool): void { stage.turn(fresh); }
        function onWiped(): void { curtain.active = true; }
    }
    Component.onCompleted: stage.turn(true)
}
